"""Two who may be one: suggested with the reason, merged, taken apart again, or told apart."""
