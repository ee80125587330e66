/// The values of padding cells.
public enum PaddingFill: String, Hashable, Sendable, CaseIterable {
  /// 0.
  case zeros
  /// The value of the nearest border cell.
  case nearest
  /// The image reflected at its border cells, which are not repeated.
  case reflect
  /// The image repeated periodically.
  case circular

  /// The cell of an axis with `extent` cells whose value the position `index` has; `nil` for zeros.
  ///
  /// - Precondition: `index` is within `extent − 1` of the border for `reflect` and within `extent`
  ///   for `circular`; the shape rule ensures it.
  public func resolve(_ index: Int, extent: Int) -> Int? {
    if index >= 0 && index < extent { return index }
    switch self {
    case .zeros: return nil
    case .nearest: return index < 0 ? 0 : extent - 1
    case .reflect: return index < 0 ? -index : 2 * (extent - 1) - index
    case .circular: return index < 0 ? index + extent : index - extent
    }
  }

  /// The largest number of padding cells on one side of an axis.
  func limit(extent: Int) -> Int {
    switch self {
    case .zeros, .nearest: Int.max
    case .reflect: max(extent - 1, 0)
    case .circular: extent
    }
  }
}
