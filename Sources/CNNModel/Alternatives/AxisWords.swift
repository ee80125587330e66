/// The axes of a value in words.
enum AxisWords {
  /// The name of an axis of `[batch, channels, …]`: `samples`, `channels`, `rows`, `columns`.
  static func name(_ axis: Int, _ shape: Shape) -> String {
    switch axis {
    case 0: return "samples"
    case 1: return shape.rank == 2 ? "units" : "channels"
    default: return SpatialAxes.names(shape.rank - 2)[axis - 2]
    }
  }

  /// `samples, rows and columns`.
  static func list(_ axes: [Int], _ shape: Shape) -> String {
    let names = axes.map { name($0, shape) }
    guard names.count > 1, let last = names.last else { return names.first ?? "no axis" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
