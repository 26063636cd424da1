"""Free discussions: what people want to talk about beside the boards."""
