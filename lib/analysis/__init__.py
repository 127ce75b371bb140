"""What the reports add up to: control, displacement, strikes, figures and words."""
