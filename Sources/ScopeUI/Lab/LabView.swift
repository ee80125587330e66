import CNNModel
import ScopeDebugger
import TerminalKit

/// What the arrows move in the lab.
enum LabPart: String, Hashable, Sendable, CaseIterable {
  /// What is computed: the output, or a gradient.
  case output
  case image, kernel
  /// The gradient that arrives at the output.
  case gradient

  /// The one after it that a pass has, round about.
  func next(in pass: LabPass) -> LabPart {
    let all = Self.parts(of: pass)
    return all[((all.firstIndex(of: self) ?? -1) + 1) % all.count]
  }

  /// Those of a pass, what the arrows move at first before the others.
  static func parts(of pass: LabPass) -> [LabPart] {
    switch pass {
    case .forward: [.output, .image, .kernel]
    case .input: [.output, .gradient, .kernel]
    case .weight: [.output, .image, .gradient]
    case .scatter: [.gradient, .image, .kernel]
    }
  }
}

/// One convolution on a small image, whose settings and numbers can be changed.
struct LabView: View {
  /// The keys that change settings, in the order in which they are shown.
  static let settingKeys: [(key: String, name: LabSettingName)] = [
    ("K", .kernel), ("R", .stride), ("B", .padding), ("E", .fill), ("D", .dilation),
    ("C", .channels), ("U", .groups), ("T", .transposed), ("O", .outputPadding),
    ("V", .trueConvolution), ("M", .weights), ("Z", .size), ("I", .image), ("F", .pass),
    ("N", .dxRotated),
  ]

  static let keys: [ViewKey<LabView>] =
    [
      ViewKey("<Up> k", "slide up", "window"), ViewKey("<Down> j", "slide down", "window"),
      ViewKey("<Left> h", "slide left", "window"), ViewKey("<Right> l", "slide right", "window"),
      ViewKey("<Tab>", "part", "part"), ViewKey("+", "number up", "number"),
      ViewKey("-", "number down", "number"), ViewKey("<Enter>", "number type", "number"),
      ViewKey("q", "leave", "back"), ViewKey("[", "number back", "channel"),
      ViewKey("]", "number next", "channel"), .everywhere(":"),
      .everywhere("?"), ViewKey("g <Home>", "slide first"),
      ViewKey("G <End>", "slide last"),
    ] + settingKeys.map { ViewKey($0.key, "turn \($0.name.rawValue)", "turn") }

  static let closedReason = "this needs the lab; L opens it"

  var part = LabPart.output

  var title: String { "lab" }
  var traits: ViewTraits {
    ViewTraits(
      lifetime: .untilNetworkIsShown, waitsForWork: true,
      enlargingRefusal: "the lab cannot be enlarged; q leaves it")
  }

  func draw(into canvas: inout Canvas, in rect: Rect, _ scene: Scene) {
    guard let lab = scene.session.lab else { return }
    LabPane(lab, part(in: lab), scene).draw(&canvas, rect)
  }

  func isValid(_ shared: SharedState) -> Bool { shared.session.lab != nil }

  mutating func move(rows: Int, columns: Int, _ shared: inout SharedState) -> Bool {
    slide(Pair(rows, columns), &shared)
    return true
  }

  mutating func jump(toEnd: Bool, _ shared: inout SharedState) -> Bool {
    let far = toEnd ? 1 << 10 : -(1 << 10)
    return move(rows: far, columns: far, &shared)
  }

  /// Moves the window, or the cursor of the image or the kernel.
  mutating func slide(_ step: Pair, _ shared: inout SharedState) {
    guard let lab = shared.session.lab else { return }
    let isRotated = lab.setting.isTrueConvolution && !lab.setting.isTransposed
    let tap = isRotated ? Pair(-step.rows, -step.columns) : step
    switch (part(in: lab), lab.backward.pass) {
    case (.output, .forward): shared.session.lab?.move(place: step)
    case (.image, .forward): shared.session.lab?.move(source: step)
    case (.output, .input), (.image, _): shared.session.lab?.move(sourceAlone: step)
    case (.kernel, .input):
      shared.session.lab?.move(
        tap: LabGrids.turnsKernel(lab) ? Pair(-step.rows, -step.columns) : step)
    case (.output, .weight): shared.session.lab?.move(tap: step)
    case (.kernel, _): shared.session.lab?.move(tap: tap)
    case (.gradient, _), (.output, .scatter): shared.session.lab?.move(placeAlone: step)
    }
  }

  /// What the arrows move, in the pass that is shown.
  func part(in lab: LabState) -> LabPart {
    let parts = LabPart.parts(of: lab.backward.pass)
    return parts.contains(part) ? part : parts[0]
  }

  func question(
    _ subject: PredictionSubject?, _ shared: SharedState
  ) throws(UserError) -> Question? {
    switch subject ?? .cell {
    case .shape: return Question("What is the output shape?", .query("lab.shape"))
    case .cell: return Question("What is the output cell?", .query("lab.cell"))
    case .sign: throw UserError("the lab has no gradients; predict cell or shape")
    }
  }
}
