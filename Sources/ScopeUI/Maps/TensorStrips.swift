import CNNModel
import ScopeDebugger
import TerminalKit

/// How a tall room is divided: the maps of the selected tensor, and above and below them, as far as
/// there is room, a strip for each tensor nearby, in the order of the network. Where nothing comes
/// before them and they are narrow, what comes after stands at their right.
struct TensorStrips {
  /// The room of the selected tensor's maps.
  let main: Rect
  let strips: [Strip]

  struct Strip {
    let tensor: NearbyTensor
    let rect: Rect
  }

  /// Whether a room is so large that maps have numbers in their cells and strips around them.
  static func isTall(_ rect: Rect) -> Bool { rect.height >= 26 && rect.width >= 60 }

  /// - Parameter pane: the selected tensor's maps.
  init(_ scene: Scene, _ pane: MapPane, _ rect: Rect) {
    guard Self.isTall(rect) else {
      (main, strips) = (rect, [])
      return
    }
    let limit = rect.height * 2 / 3
    let nearby = NearbyTensors(scene.selection, scene.session)
    if nearby.before.isEmpty, let columns = pane.usedColumns(in: rect, atMost: limit),
      rect.width - columns > Self.fewestColumns
    {
      (main, strips) = Self.beside(columns, nearby, scene, rect)
    } else {
      let needed = pane.neededRows(in: rect, atMost: limit)
      (main, strips) = Self.around(needed, nearby, scene, rect)
    }
  }

  /// The columns of a strip beside the selected tensor.
  private static let fewestColumns = 40

  private typealias Division = (main: Rect, strips: [Strip])

  /// The selected tensor in so many rows, the others above and below.
  private static func around(
    _ rows: Int, _ nearby: NearbyTensors, _ scene: Scene, _ rect: Rect
  ) -> Division {
    let room = Size(columns: rect.width, rows: rect.height - rows)
    let choice = StripChoice(nearby, scene, room)
    var rest = rect
    var places: [Strip] = []
    for row in choice.above.reversed() { places += row.strips(in: rest.takeTop(row.height)) }
    var bottom = rest.takeBottom(choice.below.reduce(0) { $0 + $1.height })
    for row in choice.below { places += row.strips(in: bottom.takeTop(row.height)) }
    return (rest, places)
  }

  /// The selected tensor in so many columns, the others at its right, where they share the rows that
  /// are left; all of the room for it where there are none.
  private static func beside(
    _ columns: Int, _ nearby: NearbyTensors, _ scene: Scene, _ rect: Rect
  ) -> Division {
    var right = rect
    let left = right.takeLeft(columns)
    _ = right.takeLeft(1)
    let choice = StripChoice(nearby, scene, right.size)
    guard !choice.below.isEmpty else { return (rect, []) }
    let spare = right.height - choice.below.reduce(0) { $0 + $1.height }
    let share = max(0, spare) / choice.below.count
    return (left, choice.below.flatMap { $0.strips(in: right.takeTop($0.height + share)) })
  }
}

/// Which tensors have room, those before and after the selected one by turns.
private struct StripChoice {
  /// The row nearest to the selected tensor first.
  private(set) var above: [StripRow] = []
  private(set) var below: [StripRow] = []
  private let room: Size
  private let capabilities: Capabilities
  /// The rows that are left.
  private var rest: Int

  /// The fewest rows of a strip, with its heading.
  private static let fewestRows = 4

  init(_ nearby: NearbyTensors, _ scene: Scene, _ room: Size) {
    (self.room, capabilities, rest) = (room, scene.capabilities, room.rows)
    for step in 0..<max(nearby.before.count, nearby.after.count) {
      for (list, side) in [(nearby.before, \Self.above), (nearby.after, \Self.below)] {
        guard rest > 0 || hasRoomBeside, list.indices.contains(step),
          let tensor = NearbyTensor(list[step], scene)
        else { continue }
        add(tensor, side)
      }
    }
  }

  /// Whether some row may have room for one more.
  private var hasRoomBeside: Bool {
    [above.last, below.last].compactMap(\.self).contains { $0.width < room.columns / 2 }
  }

  /// Puts a tensor beside those of the outermost row, or into one of its own.
  private mutating func add(_ tensor: NearbyTensor, _ side: WritableKeyPath<Self, [StripRow]>) {
    let most = max(Self.fewestRows, room.rows / 2)
    let wanted = min(most, max(Self.fewestRows, tensor.wantedRows(capabilities)))
    if var row = self[keyPath: side].popLast() {
      let height = min(max(row.height, wanted), row.height + rest)
      let width = tensor.width(rows: height, capabilities)
      let fits = row.width + StripRow.gap + width <= room.columns
      if fits {
        rest -= height - row.height
        row.add(tensor, width, height: height)
      }
      self[keyPath: side].append(row)
      if fits { return }
    }
    guard rest >= Self.fewestRows else { return }
    let height = tensor.usedRows(min(wanted, rest), room.columns, capabilities)
    rest -= height
    let width = tensor.width(rows: height, capabilities)
    self[keyPath: side].append(StripRow(tensor, min(room.columns, width), height: height))
  }
}

/// Strips beside each other.
private struct StripRow {
  static let gap = 2
  private(set) var height: Int
  /// The columns that its strips need.
  private(set) var width: Int
  private var members: [(tensor: NearbyTensor, width: Int)]

  init(_ tensor: NearbyTensor, _ width: Int, height: Int) {
    (self.height, self.width, members) = (height, width, [(tensor, width)])
  }

  mutating func add(_ tensor: NearbyTensor, _ width: Int, height: Int) {
    members.append((tensor, width))
    self.width += Self.gap + width
    self.height = height
  }

  /// Its strips in the order of the network; what they do not need they share.
  func strips(in rect: Rect) -> [TensorStrips.Strip] {
    let share = max(0, rect.width - width) / members.count
    var rest = rect
    let ordered = members.sorted { $0.tensor < $1.tensor }
    return ordered.enumerated().map { place, member in
      let isLast = place == ordered.count - 1
      let part = rest.takeLeft(isLast ? rest.width : member.width + share)
      _ = rest.takeLeft(Self.gap)
      return TensorStrips.Strip(tensor: member.tensor, rect: part)
    }
  }
}
