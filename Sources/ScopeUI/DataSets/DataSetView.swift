import CNNModel
import ModelFiles
import ScopeDebugger
import TerminalKit

/// The data set that is trained on: its figures, and the first images of each class.
struct DataSetView: View {
  static let commands: [Command<Explorer>] = [
    Command(
      "data",
      InputFile.dataSet.orNone.optional,
      help: "train on a data set; without a name, show what it is; none for the image alone",
      answer: { explorer, name throws(UserError) in
        guard let name else { return try show(&explorer) }
        try explorer.shared.session.choose(data: name)
        explorer.views.close(DataSetView.self)
        return Reply(explorer.session.text.dataLine)
      }),
    Command(
      "images", keys: [KeyBinding("I")],
      help:
        "the images of the data set, or of the one that the input is from, by class; Enter opens one",
      action: { explorer throws(UserError) in
        explorer.open(DataSetView(try set(explorer.session), at: explorer.session))
      }),
  ].inGroup(.training)

  static let keys: [ViewKey<DataSetView>] = [
    ViewKey("<Up>", "up", "class"), ViewKey("<Down>", "down", "class"),
    ViewKey("<Left>", "left", "image"), ViewKey("<Right>", "right", "image"),
    ViewKey("<Enter>", "visit", "open"), ViewKey("q", "leave", "back"), .everywhere("?"),
    .everywhere(":"),
  ]

  /// How many images of each class are shown.
  private static let imagesPerClass = 10

  private let summary: DataSetSummary
  private let images: LabeledImages
  /// The indices of the first images of each class; of all images where they have no classes.
  private let samples: [[Int]]
  private var selected = CellPosition(row: 0, column: 0)

  init(_ set: DataSet) {
    (summary, images) = (DataSetSummary(set), set.train)
    samples = Self.first(Self.imagesPerClass, of: set)
  }

  /// With the cursor on the class of the image that is looked at.
  private init(_ set: DataSet, at session: Session) {
    self.init(set)
    let label = session.debugger.selectedSample.label ?? 0
    selected = CellPosition(row: samples.indices.contains(label) ? label : 0, column: 0)
  }

  /// The data set that is trained on, or else the one that the input is from.
  ///
  /// - Throws: ``UserError`` where the input is from none.
  private static func set(_ session: Session) throws(UserError) -> DataSet {
    if let loader = session.debugger.setup.trainingData { return loader.data.set }
    let name = session.debugger.setup.input.name
    do throws(FileError) {
      if let reference = try SampleReference(parsing: name) {
        return try DataSet.open(reference.dataSet)
      }
    } catch {
      throw UserError(error)
    }
    throw UserError(
      "\(name) is no image of a data set; input digits:3 opens one, data digits trains")
  }

  private static func first(_ most: Int, of set: DataSet) -> [[Int]] {
    guard set.train.hasLabels else { return [Array(0..<min(most, set.train.count))] }
    var samples = [[Int]](repeating: [], count: set.classNames.count)
    for (index, label) in set.train.labels.enumerated() where samples[label].count < most {
      samples[label].append(index)
    }
    return samples
  }

  private static func show(_ explorer: inout Explorer) throws(UserError) -> Reply {
    guard let loader = explorer.session.debugger.setup.trainingData else {
      return Reply(explorer.session.text.dataLine)
    }
    explorer.open(DataSetView(loader.data.set))
    return Reply()
  }

  var title: String { "data set" }
  var traits: ViewTraits { ViewTraits(lifetime: .untilNetworkIsShown, staysAboveNews: true) }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    var rest = rect
    ViewHeading(title: "DATA SET", rest: DataSetTable.parts(summary))
      .draw(&canvas, rest.takeTop(1))
    let lines = DataSetTable.figures(summary).dropFirst() + summary.notes
    for line in lines.flatMap({ wrapped($0, to: rest.width - 2) }).prefix(rest.height / 3) {
      let place = rest.takeTop(1)
      canvas.write(line, x: place.x + 1, y: place.y, limit: place.width - 1, .dim)
    }
    DataSetPane(
      summary: summary, images: images, samples: samples, selected: selected,
      capabilities: scene.capabilities
    ).draw(&canvas, rest)
  }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    let row = min(max(0, selected.row + rows), samples.count - 1)
    let last = max(0, samples[row].count - 1)
    selected = CellPosition(row: row, column: min(max(0, selected.column + columns), last))
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let end = toEnd ? samples.count : -samples.count
    return move(rows: end, columns: 0, &shared)
  }

  /// Puts the selected image into the debugger and runs it through the network.
  mutating func visit(_ shared: inout SharedState) throws(UserError) -> ViewChange? {
    let row = samples[selected.row]
    guard row.indices.contains(selected.column) else {
      throw UserError("this class has no image to open")
    }
    return try shared.visit(sample: "\(summary.name):train:\(row[selected.column])")
  }
}

extension DataSetView {
  func summary(_ scene: Scene) -> [String]? {
    let row = samples[selected.row]
    let sample =
      row.indices.contains(selected.column) ? "sample \(row[selected.column])" : "no sample"
    return ["data set \(DataSetTable.parts(summary))", "class \(selected.row), \(sample)"]
  }

  func details(_ scene: Scene) -> [String] { Array(DataSetTable.lines(summary).dropFirst()) }
}
