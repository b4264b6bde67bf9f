"""One frozen report, and one small writer for each form it can take."""
