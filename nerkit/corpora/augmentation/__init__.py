"""What training does to documents: other names, pages or none, misread letters, lost spaces."""
