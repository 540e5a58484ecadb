"""Reading, showing and dialling of telephone numbers."""
