import ScopeUI
import TerminalKit
import Testing

/// Names of exporters in fewer columns than they have.
@Suite("Abbreviated names")
struct AbbreviationTests {
  /// MobileNet from PyTorch's exporter, a ResNet's module path, Keras, TensorFlow, scopes of TorchScript,
  /// and names joined by `_`, each with short ones between them.
  private static let lists: [[String]] = [
    ["input", "/features/features.0/features.0.0/Conv_output_0"]
      + (1...3).flatMap { block in
        ["0/conv.0.0/Conv", "0/conv.0.2/Clip", "1/Conv", "2/BatchNormalization"].map {
          "/features/features.\(block)/conv/conv.\($0)_output_0"
        }
      } + ["/classifier/classifier.1/Gemm_output_0", "output"],
    (1...2).flatMap { layer in
      (0...1).flatMap { block in
        ["conv1", "bn1", "conv2", "bn2", "downsample.0"].map { "layer\(layer).\(block).\($0)" }
      }
    } + ["fc"],
    ["conv1", "relu1"]
      + (1...2).flatMap { layer in
        ["a_Conv", "a_Relu", "b_Conv", "b_Relu"].map { "model_layer\(layer)_block1_conv_\($0)" }
      } + ["pool", "deep.block1.branch.conv_a.Conv", "deep.block1.branch.conv_b.Conv", "Conv"],
    (1...3).flatMap { block in
      ["expand", "depthwise", "project"].map {
        "StatefulPartitionedCall/mobilenetv2/block_\(block)_\($0)_BN/FusedBatchNormV3"
      }
    },
    ["backbone", "neck", "head"].flatMap { part in
      (0...2).map { "Detector::\(part)[0]::Conv2d::forward::aten::_convolution_\($0)" }
    },
    (10...13).flatMap { ["Convolution\($0)QuantizedLinear", "Activation\($0)QuantizedLinear"] },
  ]

  private func shown(_ names: [String], _ columns: Int) -> [String] {
    names.indices.map { index in
      abbreviated(
        names[index], to: columns, beside: neighbors(of: index, in: names.count) { names[$0] })
    }
  }

  @Test("No two neighbors look the same, and none is too long", arguments: lists, [12, 16, 20, 30])
  func neighborsDiffer(_ names: [String], _ columns: Int) {
    let shown = shown(names, columns)
    #expect(shown.allSatisfy { $0.columns <= columns }, "\(shown)")
    for (index, text) in shown.enumerated() {
      let others = neighbors(of: index, in: names.count) { shown[$0] }
      #expect(!others.contains(text), "\(names[index]): \(shown)")
    }
  }

  @Test(
    "Whole words stay, those first that tell a name from the others",
    arguments: [
      (0, 1, 20, "…/features.0.0/Conv…"), (0, 2, 30, "…/features.1/…0/conv.0.0/Conv…"),
      (1, 8, 16, "layer1.1.bn2"), (2, 6, 20, "…layer2…conv_a_Conv"),
      (2, 11, 16, "deep…conv_a.Conv"), (3, 4, 20, "…/block_2_depthwise…"),
      (4, 4, 30, "…neck[0]…aten::_convolution_1"), (5, 2, 16, "Convolution11…"),
    ])
  func words(_ list: Int, _ index: Int, _ columns: Int, _ text: String) {
    #expect(shown(Self.lists[list], columns)[index] == text)
  }

  @Test("A name of no words keeps its end, and a short name beside it changes nothing")
  func oneWord() {
    #expect(abbreviated("averyverylongname[0,1,2]", to: 14) == "av…name[0,1,2]")
    #expect(
      abbreviated("conv1.weight[1,0,2,3]", to: 18, beside: ["conv2.weight[1,0,2,3]"])
        == "…1.weight[1,0,2,3]")
    let name = "deep.block2.branch.conv_a.Conv"
    let others = ["deep.block2.branch.conv_b.Conv", "deep.block1.branch.conv_a.Conv"]
    #expect(abbreviated(name, to: 16, beside: others) == "…block2…a.Conv")
    #expect(abbreviated(name, to: 16, beside: others + ["pool", "Conv"]) == "…block2…a.Conv")
  }
}
