/// A layer that only moves or selects numbers, so that those of a quantized value stand for the same
/// real numbers behind it as before.
protocol ValuePreservingLayer: Layer {}

extension MaxPool: ValuePreservingLayer {}
extension GlobalMaxPool: ValuePreservingLayer {}
