"""The pages that shoppers see. They ask domains' services and hold no data of their own."""
