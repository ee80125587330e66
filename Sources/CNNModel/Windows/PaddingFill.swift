/// What stands in the cells around an image.
public enum PaddingFill: String, Hashable, Sendable, CaseIterable {
  /// 0.
  case zeros
  /// The nearest cell of the border.
  case nearest
  /// The image mirrored at its border cells, which are not repeated.
  case reflect
  /// The image again, from its other side.
  case circular

  /// The cell of an axis with `extent` cells that stands at `index`; `nil` for a zero outside.
  ///
  /// - Precondition: `reflect` is asked within `extent − 1` of the border, `circular` within
  ///   `extent` of it: the shape rule sees to it.
  public func resolve(_ index: Int, extent: Int) -> Int? {
    if index >= 0 && index < extent { return index }
    switch self {
    case .zeros: return nil
    case .nearest: return index < 0 ? 0 : extent - 1
    case .reflect: return index < 0 ? -index : 2 * (extent - 1) - index
    case .circular: return index < 0 ? index + extent : index - extent
    }
  }

  /// The most cells that an axis can be padded by on one side.
  func limit(extent: Int) -> Int {
    switch self {
    case .zeros, .nearest: Int.max
    case .reflect: max(extent - 1, 0)
    case .circular: extent
    }
  }
}
