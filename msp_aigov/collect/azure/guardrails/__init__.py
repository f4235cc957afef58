"""Sources about what guards AI accounts beside their own properties."""
