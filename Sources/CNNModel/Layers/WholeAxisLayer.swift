/// A layer of which any cell of an output may depend on every cell of an input's axis.
protocol WholeAxisLayer: Layer {}

extension WholeAxisLayer {
  package func sources(
    of outputs: ClosedRange<Int>, axis: Int, inputs: [Shape]
  ) -> ClosedRange<Int>? { nil }
}
