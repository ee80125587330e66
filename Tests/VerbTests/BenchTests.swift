import CNNModel
import TestSupport
import Testing
import cnnscope

@Suite("Benchmark") struct BenchTests {
  private let network = try? Network(
    text: "input 2x6x6\nconv 3 3x3\nrelu\nmaxpool 2\nflatten\nlinear 4", title: "net")

  @Test("Every layer has a row, except for what runs within the step of another one")
  func layers() throws {
    let rows = LayerBenchmark(try #require(network), batch: 2).rows(training: true)
    let forward = rows.filter { $0.pass == "forward" }
    #expect(forward.map(\.layer) == ["input", "conv1", "maxpool1", "flatten1", "linear1"])
    // 16 outputs of 3 channels, 18 products each; a product and its addition are two operations.
    #expect(forward[1].operations == 2 * 16 * 3 * 18)
    let phases = rows.dropFirst(forward.count)
    let names = ["conv1", "relu1", "maxpool1", "flatten1", "linear1"]
    #expect(phases.map(\.layer) == names + [""] + names.reversed() + [""])
    #expect(phases.map(\.pass).filter { $0 == "loss" || $0 == "update" } == ["loss", "update"])
    #expect(rows.allSatisfy { $0.seconds > 0 && $0.batch == ($0.pass == "forward" ? 1 : 2) })
  }

  @Test("The backward pass of the first layer has no gradient with respect to the image")
  func operations() throws {
    let network = try #require(network)
    let rows = LayerBenchmark(network, batch: 2).rows(training: true)
    let backward = rows.filter { $0.pass == "backward pass" }
    // linear1: 12 inputs times 4 units, by the weights and by the inputs, for two samples.
    #expect(backward.first?.operations == Double(2 * 4 * 48))
    #expect(backward.last?.operations == Double(2 * 2 * 16 * 3 * 18))
    #expect(OperationCount(network).training == 2 * 48 * 3 + 2 * 864 * 2)
  }

  @Test("--layers adds a table after that of the passes")
  func table() throws {
    let line = ["bench", "digits8", "--forward"]
    let run = try Program.run(line + ["--layers"])
    #expect(run.status == 0, "\(run.error)")
    let tables = run.output.split(separator: "\n\n")
    #expect(tables.count == 2)
    let layers = tables.last?.split(separator: "\n").map { $0.prefix { $0 != " " } }
    #expect(layers == ["digits8", "input", "conv1", "flatten1", "linear1", "linear2"])
    let json = try Program.run(line + ["--layers", "--json"]).output
    #expect(json.contains("\"layer\": \"conv1\""))
    #expect(try !Program.run(line).output.contains("of time"))
  }

  @Test("--peers says how to measure others, and measures nothing")
  func peers() throws {
    let run = try Program.run(["bench", "--peers"])
    #expect(run.status == 0)
    #expect(run.output.contains("\n  python samples/bench/bench.py --only lenet5,resnet18\n"))
  }
}
