import CNNModel
import ModelFiles
import NumberText

/// What a data set is, as lines of text.
package enum DataSetTable {
  /// Its parts, images and classes, mean and deviation, and what was done to the files' samples.
  package static func lines(_ summary: DataSetSummary) -> [String] {
    figures(summary) + summary.notes.map { "note: \($0)" } + classes(summary)
  }

  /// A line for parts, images and normalization each.
  package static func figures(_ summary: DataSetSummary) -> [String] {
    let wanted = summary.targetShape.map { "targets of \($0)" }
    let images =
      "images of \(summary.imageShape), 0 to \(Decimals.brief(summary.maximum, 6)), "
      + (wanted ?? "\(summary.classes.count) classes")
    return [parts(summary), images, normalization(summary)]
  }

  /// `digits: 1437 images to train with, 360 to test with`
  package static func parts(_ summary: DataSetSummary) -> String {
    let (name, train, test) = (summary.name.harmless, summary.trainCount, summary.testCount)
    switch summary.division {
    case .given: return "\(name): \(train) images to train with, \(test) to test with"
    case .hashed:
      return "\(name): \(train) images to train with, \(test) to test with, chosen by a hash of "
        + "their names"
    case .shared: return "\(name): \(train) images, to train and to test with"
    case .testAlone: return "\(name): \(test) images to test with, none to train with"
    }
  }

  /// `--mean 0.1307 --deviation 0.3081`
  package static func normalization(_ summary: DataSetSummary) -> String {
    func list(_ numbers: [Double]) -> String {
      numbers.map { Decimals.text($0, 4) }.joined(separator: ",")
    }
    return "--mean \(list(summary.channels.map(\.mean))) "
      + "--deviation \(list(summary.channels.map(\.deviation)))"
  }

  private static func classes(_ summary: DataSetSummary) -> [String] {
    guard !summary.classes.isEmpty else { return [] }
    let rows = summary.classes.enumerated().map { index, found in
      ["\(index)", found.name, "\(found.train)", "\(found.test)"]
    }
    return SummaryTable.aligned([["class", "name", "train", "test"]] + rows)
  }
}

extension Session {
  /// What the data set is that is trained on; nil without one.
  package var dataSetSummary: DataSetSummary? {
    debugger.setup.trainingData.map { DataSetSummary($0.data.set) }
  }
}
