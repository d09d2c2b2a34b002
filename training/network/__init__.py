"""Makes the small convolutional network of the model from labelled texts. README.md tells the steps."""
