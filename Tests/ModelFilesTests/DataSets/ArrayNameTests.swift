import CNNModel
import Foundation
import ModelFiles
import TestSupport
import Testing

@Suite struct ArrayNameTests {
  private let bytes = NumericArray(shape: [2, 6, 5, 3], bytes: (0..<180).map { UInt8($0) })

  @Test("Channels at the end are moved to the front, unless the network takes them there")
  func channelsLast() throws {
    let archive = try npz([
      ("x_train", bytes), ("y_train", NumericArray(shape: [2, 1], int64s: [1, 0])),
      ("x_test", bytes), ("y_test", NumericArray(shape: [2, 1], int64s: [1, 0])),
    ])
    let reason = try opening(["a.npz": archive], "a.npz") { set in
      #expect(set.imageShape == [3, 6, 5])
      #expect(set.train.labels == [1, 0])
      #expect(set.train.images(at: [0]).elements.prefix(3) == [0, 3, 6])
      #expect(set.notes == ["the channels are the last axis; they are moved to the front"])
    }
    #expect(reason == nil)
    let asTaken = try opening(["a.npz": archive], "a.npz", fit: fit([6, 5, 3])) { set in
      #expect(set.imageShape == [6, 5, 3])
    }
    #expect(asTaken == nil)
  }

  @Test(
    "Arrays go by the names of MedMNIST, scikit-learn and plain ones",
    arguments: [
      (
        ["train_images", "train_labels", "val_images", "val_labels", "test_images", "test_labels"],
        DataSet.Division.given
      ),
      (["train_images", "train_labels", "val_images", "val_labels"], .given),
      (["data", "target"], .shared), (["X", "y"], .shared), (["images", "labels"], .shared),
      (["x_test", "y_test"], .testAlone),
    ])
  func names(names: [String], division: DataSet.Division) throws {
    let arrays = names.enumerated().map { index, name in
      (name, index % 2 == 0 ? bytes : NumericArray(shape: [2], doubles: [0, 1]))
    }
    let reason = try opening(["a.npz": npz(arrays)], "a.npz") { set in
      #expect(set.division == division)
      #expect(set.train.labels == [0, 1])
    }
    #expect(reason == nil)
  }

  @Test("Labels begin at 0 or 1, and may be rows with a single 1")
  func labels() throws {
    let one = try npz([("x", bytes), ("y", NumericArray(shape: [2], int64s: [1, 3]))])
    let ofNumbers = try opening(["a.npz": one], "a.npz") { set in
      #expect(set.train.labels == [0, 2])
      #expect(set.classNames == ["1", "2", "3"])
    }
    #expect(ofNumbers == nil)
    let rows = NumericArray(Tensor(shape: [2, 3], elements: [0, 1, 0, 0, 0, 1]))
    let ofRows = try opening(["a.npz": npz([("x", bytes), ("y", rows)])], "a.npz") { set in
      #expect(set.train.labels == [1, 2])
      #expect(set.train.targets?.shape == [2, 3])
    }
    #expect(ofRows == nil)
  }
}
