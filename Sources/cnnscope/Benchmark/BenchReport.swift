import CNNEngine
import CNNModel
import ModelFiles
import NumberText

/// What a benchmark prints.
struct BenchReport {
  let threads: Int
  let results: [Entry]

  /// What was measured of a network.
  struct Entry {
    let network: Network
    let passes: [Benchmark.Result]
    /// Empty unless they were asked for.
    let layers: [LayerBenchmark.Row]

    /// Floating-point operations a second of the processor's limit.
    var limit: Double { passes.map(\.limit).max() ?? 0 }
  }

  private var level: String { ProcessorLevel.current.rawValue }

  var text: String {
    let threads = threads == 1 ? "1 thread" : "\(threads) threads"
    let limit = results.map(\.limit).max() ?? 0
    let head = "\(level), \(threads), limit \(Decimals.text(limit / 1e9, 3)) GFLOP/s\n"
    let layers = results.filter { !$0.layers.isEmpty }.map { "\n\n" + layerTable($0) }
    return head + passTable + layers.joined()
  }

  private var passTable: String {
    var table = TextTable([
      ("network", .left), ("pass", .left), ("batch", .right), ("samples/s", .right),
      ("best", .right), ("ms", .right), ("GFLOP/s", .right), ("of limit", .right),
      ("allocations", .right),
    ])
    for entry in results {
      for pass in entry.passes {
        table.add([
          entry.network.title, pass.pass, "\(pass.batch)",
          Decimals.text(pass.samplesPerSecond, 4),
          Decimals.text(Double(pass.batch) / pass.best, 4), Decimals.text(pass.median * 1e3, 3),
          Decimals.text(pass.operationsPerSecond / 1e9, 3), Decimals.percent(pass.share, 2),
          pass.allocations.map { Decimals.text($0, 4) } ?? "–",
        ])
      }
    }
    return table.text
  }

  /// The layers of a network; of the time, the share of all rows of the same batch size.
  private func layerTable(_ entry: Entry) -> String {
    var table = TextTable([
      (entry.network.title, .left), ("pass", .left), ("batch", .right), ("ms", .right),
      ("of time", .right), ("GFLOP/s", .right), ("of limit", .right),
    ])
    for row in entry.layers {
      let rate = row.operations / row.seconds
      table.add([
        row.layer, row.pass, "\(row.batch)", Decimals.text(row.seconds * 1e3, 3),
        Decimals.percent(row.seconds / entry.seconds(like: row), 2),
        row.operations > 0 ? Decimals.text(rate / 1e9, 3) : "–",
        row.operations > 0 ? Decimals.percent(rate / entry.limit, 2) : "–",
      ])
    }
    return table.text
  }

  var json: JSONText {
    var members: [(String, JSONText)] = [
      ("level", .string(level)), ("threads", .integer(threads)),
      ("passes", .array(results.flatMap(passes))),
    ]
    let layers = results.flatMap(layers)
    if !layers.isEmpty { members.append(("layers", .array(layers))) }
    return .object(members)
  }

  private func passes(_ entry: Entry) -> [JSONText] {
    entry.passes.map { pass in
      .object([
        ("network", .string(entry.network.title)), ("pass", .string(pass.pass)),
        ("batch", .integer(pass.batch)), ("seconds", .number(pass.median)),
        ("best_seconds", .number(pass.best)),
        ("samples_per_second", .number(pass.samplesPerSecond)),
        ("gflops", .number(pass.operationsPerSecond / 1e9)),
        ("limit_gflops", .number(pass.limit / 1e9)), ("share", .number(pass.share)),
        ("allocations", pass.allocations.map { .number($0) } ?? .null),
      ])
    }
  }

  private func layers(_ entry: Entry) -> [JSONText] {
    entry.layers.map { row in
      .object([
        ("network", .string(entry.network.title)), ("layer", .string(row.layer)),
        ("pass", .string(row.pass)), ("batch", .integer(row.batch)),
        ("seconds", .number(row.seconds)),
        ("gflops", .number(row.operations / row.seconds / 1e9)),
        ("share", .number(row.operations / row.seconds / entry.limit)),
      ])
    }
  }
}

extension BenchReport.Entry {
  /// The seconds of all layers in the same kind of pass: a forward pass, or a training step.
  fileprivate func seconds(like row: LayerBenchmark.Row) -> Double {
    layers.filter { ($0.pass == "forward") == (row.pass == "forward") }.reduce(0) {
      $0 + $1.seconds
    }
  }
}
