/// What the axes of an array are called in a sentence, in the plural.
enum ArrayAxes {
  /// Those of an input, an output, or their gradients.
  static func ofValues(rank: Int) -> [String] {
    switch rank {
    case ..<2: ["numbers"]
    case 2: ["samples", "units"]
    default: ["samples", "channels"] + SpatialAxes.names(rank - 2)
    }
  }

  /// Those of a parameter or its gradient.
  static func ofParameter(rank: Int) -> [String] {
    switch rank {
    case ..<2: ["channels"]
    case 2: ["outputs", "inputs"]
    default: ["output channels", "input channels"] + SpatialAxes.names(rank - 2)
    }
  }
}
