"""Comments in threads, under whatever holds a `thread_id`: read, write, and keep in step with their subject."""
