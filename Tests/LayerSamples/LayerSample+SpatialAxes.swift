/// Layers over sequences (one spatial axis) and volumes (three).
extension LayerSample {
  static let sequences: [LayerSample] = [
    LayerSample("conv 3 3", [2, 2, 9]), LayerSample("conv 2 4 stride 3 pad 2,1", [1, 3, 10]),
    LayerSample("conv 4 3 groups 2 dilation 2 pad same pad-with reflect", [2, 4, 8]),
    LayerSample("conv 2 2 true-convolution no-bias pad full", [1, 1, 5]),
    LayerSample("deconv 3 3 stride 2 pad 1 output-pad 1", [2, 2, 4]),
    LayerSample("deconv 4 2 groups 2 no-bias", [1, 2, 5]),
    LayerSample("maxpool 2", [2, 2, 7]), LayerSample("maxpool 3 stride 2 pad 1 ceil", [1, 2, 6]),
    LayerSample("avgpool 3 stride 2 pad 1 exclude-pad", [2, 2, 7]),
    LayerSample("lppool 3 stride 2", [1, 2, 7]), LayerSample("global-avgpool", [2, 3, 5]),
    LayerSample("batchnorm", [3, 2, 5]), LayerSample("upsample 3", [1, 2, 4]),
  ]

  static let volumes: [LayerSample] = [
    LayerSample("conv 2 2x3x2", [2, 2, 3, 4, 3]),
    LayerSample("conv 2 3 stride 2 pad 1", [1, 2, 4, 3, 5]),
    LayerSample("conv 4 2x1x3 stride 1x2x1 pad 1,0,2,0,1,0 groups 2", [1, 4, 3, 4, 3]),
    LayerSample("conv 2 3x2x2 dilation 1x2x1 pad same pad-with circular", [1, 1, 4, 4, 3]),
    LayerSample("conv 1 2 true-convolution no-bias", [1, 2, 3, 3, 3]),
    LayerSample("deconv 2 2x3x2 stride 2 pad 0x1x0 output-pad 0x1x0", [1, 2, 2, 3, 2]),
    LayerSample("maxpool 2", [1, 2, 4, 3, 4]),
    LayerSample("maxpool 2x1x3 stride 1 pad 0x0x1", [1, 1, 3, 2, 4], content: .ties),
    LayerSample("avgpool 2 stride 1 pad 1 ceil exclude-pad", [1, 2, 2, 3, 2]),
    LayerSample("lppool 2", [1, 2, 4, 2, 4]), LayerSample("global-avgpool", [2, 2, 2, 3, 2]),
    LayerSample("batchnorm", [2, 2, 2, 3, 2]), LayerSample("upsample 1x2x3", [1, 2, 2, 2, 1]),
  ]
}
