/// A layer that computes with integers or booleans themselves, as those of quantized models do.
///
/// It reads ``ForwardPass/value(_:)`` instead of ``ForwardPass/inputs``, gives
/// ``ForwardResult/init(values:)``, and says its ``Layer/outputTypes(for:count:)``. Executions then
/// round nothing on the way to it or from it. Its definition and its reference pass are in double
/// precision, exact up to 2⁵³.
public protocol ExactLayer: Layer {}
