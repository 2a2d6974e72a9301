"""The shop with a proxy on each of its links, which makes them slow, cuts them and tears them."""
