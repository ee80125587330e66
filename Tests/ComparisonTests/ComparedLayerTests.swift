import CNNModel
import Comparison
import Testing

@Suite struct ComparedLayerTests {
  @Test("A layer without a reference has no errors")
  func absent() {
    let layer = ComparedLayer(
      value: ValueReference(1), name: "relu1", reference: nil, born: nil, arrived: nil)
    #expect(layer.reference == nil && layer.born == nil && layer.arrived == nil)
  }
}
