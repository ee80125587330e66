import CNNModel

/// Samples of recurrent layers, of layers that read an image at computed places, and of those whose
/// shapes depend on their inputs.
extension LayerSample {
  package static let recurrent: [LayerSample] = [
    LayerSample("lstm 3", [2, 4, 2]), LayerSample("lstm 2 bidirectional state", [2, 3, 2]),
    LayerSample("lstm 2 initial state", [2, 3, 3], [2, 1, 2], [2, 1, 2]),
    LayerSample("lstm 2 reverse no-bias peepholes", [1, 3, 2]),
    LayerSample("lstm 2 coupled peepholes", [2, 3, 2]),
    LayerSample("lstm 2 clip 0.5 gate hardsigmoid candidate softsign output elu", [2, 3, 2]),
    LayerSample(
      "lstm 2 bidirectional lengths initial state", [3, 4, 2], [3, 2, 2], [3, 2, 2], [3],
      content: .ties),
    LayerSample("gru 3", [2, 4, 2]), LayerSample("gru 2 reset-first", [2, 4, 2]),
    LayerSample("gru 2 bidirectional initial state", [2, 3, 2], [2, 2, 2]),
    LayerSample("gru 2 reset-first initial no-bias reverse state", [2, 3, 2], [2, 1, 2]),
    LayerSample("gru 2 lengths clip 2", [3, 4, 2], [3], content: .ties),
    LayerSample("gru 2 gate sigmoid candidate softplus", [1, 3, 2]),
    LayerSample("rnn 3", [2, 4, 2]), LayerSample("rnn 2 bidirectional", [2, 3, 3]),
    LayerSample("rnn 2 candidate relu reverse clip 3 no-bias", [2, 3, 2]),
    LayerSample("rnn 2 initial state", [2, 3, 2], [2, 1, 2]),
    LayerSample("rnn 2 lengths", [3, 4, 2], [3], content: .ties),
  ]

  package static let places: [LayerSample] =
    [
      "", "beyond border", "beyond reflection align-corners", "mode nearest", "mode cubic",
      "mode nearest beyond border", "align-corners", "mode cubic beyond reflection",
      "mode cubic beyond border align-corners", "beyond reflection",
    ].map { LayerSample("grid-sample \($0)", [2, 2, 3, 4], [2, 2, 3, 2]) }
    + [
      LayerSample("grid-sample", [1, 2, 2, 3, 2], [1, 2, 2, 1, 3]),
      LayerSample("grid-sample", [1, 1, 4], [1, 5, 1]),
      LayerSample("roi-align 2", [2, 2, 4, 5], [3, 4], [3], content: .ties),
      LayerSample("roi-align 2x1 points 2 scale 0.5", [1, 2, 6, 6], [2, 4], [2]),
      LayerSample("roi-align 2 mode largest points 2 centers", [1, 1, 5, 5], [2, 4], [2]),
      LayerSample("roi-pool 2x3 scale 0.5", [2, 2, 5, 4], [3, 5], content: .ties),
      LayerSample("unpool 2", [1, 2, 2, 2], [1, 2, 2, 2], content: .ties),
      LayerSample(
        "unpool 3x2 stride 2x1 pad 1,0,1,0", [1, 2, 3, 3], [1, 2, 3, 3], content: .ties),
      LayerSample("unpool 2 size 7", [2, 1, 3], [2, 1, 3], content: .ties),
      LayerSample("fold 5,4 2", [2, 8, 12]),
      LayerSample("fold 5,5 2x3 stride 2x1 dilation 2x1 pad 1,0,0,1", [1, 12, 8]),
      LayerSample("fold 6 3 stride 2 pad 1,1", [2, 3, 3]),
    ]

  package static let dataDependent: [LayerSample] = [
    LayerSample("nonzero count 5", [2, 3], content: .ties), LayerSample("nonzero", [4]),
    LayerSample("nonzero count 1", []),
    LayerSample("compress count 2 axis 1", [2, 3, 2], [3], content: .ties),
    LayerSample("compress count 4", [2, 3], [5], content: .ties),
    LayerSample("unique count 4", [2, 6], content: .ties),
    LayerSample("unique count 3 unsorted", [9], content: .ties),
    LayerSample("unique count 2 axis -1", [2, 3, 2], content: .ties),
    LayerSample(
      "nms count 4 limit 2 overlap 0.3 score 0.1", [2, 5, 4], [2, 1, 5], content: .ties),
    LayerSample("nms count 3 limit 3 center", [1, 6, 4], [1, 2, 6]),
    LayerSample("require 1,2.5,-3", [3]), LayerSample("require 4 shape scalar", []),
  ]
}
