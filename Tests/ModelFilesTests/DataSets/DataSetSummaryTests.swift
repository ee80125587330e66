import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct DataSetSummaryTests {
  @Test("Counts, mean and deviation of the digits are NumPy's")
  func digits() throws {
    let summary = DataSetSummary(try DataSet.digits())
    #expect((summary.trainCount, summary.testCount) == (1437, 360))
    #expect(summary.classes[0].train == 143)
    #expect(abs(summary.channels[0].mean - 0.305386) < 1e-6)
    #expect(abs(summary.channels[0].deviation - 0.375507) < 1e-6)
  }

  @Test("Floats and bytes have the same moments")
  func floats() throws {
    let bytes = NumericArray(shape: [2, 2, 1, 2], bytes: [0, 10, 255, 255, 20, 30, 255, 255])
    let labels = NumericArray(shape: [2], int64s: [0, 1])
    for images in [bytes, NumericArray(bytes.tensor)] {
      let reason = try opening(["a.npz": npz([("x", images), ("y", labels)])], "a.npz") { set in
        let channels = DataSetSummary(set).channels
        #expect(channels.map { $0.mean * set.maximum } == [15, 255])
        #expect(abs(channels[0].deviation * set.maximum - 125.0.squareRoot()) < 1e-9)
        #expect(channels[1].deviation == 0)
      }
      #expect(reason == nil)
    }
  }
}
