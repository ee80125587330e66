extension Footer {
  /// The keys of the microscope.
  static let microscope = [
    ("arrows", "cell"), (". ,", "tap"), ("[ ]", "part"), ("Enter", "into"), ("BS", "return"),
    ("Space", "play"), ("q", "out"), ("?", "help"), ("o", "weight"), ("s", "step"), ("=", "slope"),
  ]
}
