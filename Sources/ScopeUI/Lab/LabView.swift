import CNNModel
import ScopeDebugger
import TerminalKit

/// What the arrows move in the lab.
enum LabPart: String, Hashable, Sendable, CaseIterable {
  case output, image, kernel

  /// The one after it, round about.
  var next: LabPart {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}

/// One convolution on a small image, whose settings and numbers can be changed.
struct LabView: View {
  /// The keys that change settings, in the order in which they are shown.
  static let settingKeys: [(key: String, name: LabSettingName)] = [
    ("K", .kernel), ("R", .stride), ("B", .padding), ("E", .fill), ("D", .dilation),
    ("C", .channels), ("U", .groups), ("T", .transposed), ("O", .outputPadding),
    ("V", .trueConvolution), ("M", .weights), ("Z", .size), ("I", .image),
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
    LabPane(lab, part, scene).draw(&canvas, rect)
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
    switch part {
    case .image: shared.session.lab?.move(source: step)
    case .kernel:
      let isRotated = shared.session.lab?.setting.isTrueConvolution ?? false
      shared.session.lab?.move(tap: isRotated ? Pair(-step.rows, -step.columns) : step)
    case .output: shared.session.lab?.move(place: step)
    }
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
