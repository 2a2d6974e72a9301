"""The recommendations measured on what 2,469 households bought in three months."""
