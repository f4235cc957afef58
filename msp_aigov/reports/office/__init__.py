"""What files of office programs need beyond their libraries."""
