/// A formula that is often taken for a function of one variable: a factor or a term is missing, or it
/// overflows.
struct ElementForm: Sendable {
  /// Unique among the forms of a function.
  let name: String
  /// A clause: `1/(1 + e^−x) is computed as …`.
  let what: String
  /// The formula; `nil` where the slope alone is another one.
  var value: (@Sendable (_ x: Float) -> Float)?
  /// Its slope, by an input and the right output; `nil` where the slope is that of the function for
  /// the changed output.
  var slope: (@Sendable (_ x: Float, _ y: Float) -> Float)?

  /// Another formula; without a slope, that of the function for the changed output.
  init(
    _ name: String, _ what: String, value: @escaping @Sendable (_ x: Float) -> Float,
    slope: (@Sendable (_ x: Float, _ y: Float) -> Float)? = nil
  ) {
    (self.name, self.what, self.value, self.slope) = (name, what, value, slope)
  }

  /// Another slope alone.
  init(
    _ name: String, _ what: String, slope: @escaping @Sendable (_ x: Float, _ y: Float) -> Float
  ) {
    (self.name, self.what, self.slope) = (name, what, slope)
  }
}
