"""How the bundled reader is made and measured: examples, training, packing, figures."""
