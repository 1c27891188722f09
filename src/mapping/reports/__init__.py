"""The layouts of what the product prints: one module for each form, its templates beside it."""
