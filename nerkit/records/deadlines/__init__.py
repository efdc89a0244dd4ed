"""What a document obliges somebody to do, and until when."""
