"""What a page says around its story: canonical URL, section, tags, image, pay wall, related links, flags."""
