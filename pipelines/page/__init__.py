"""One model of an HTML page: its boxes, names, structured data, style sheets and text, as extraction and dating read it."""
