import KernelInterface

/// The kernels for single images.
@inline(__always)
func blockKernels() -> BlockKernels {
  BlockKernels(
    convolve: { convolveBlocks($0, $1, $2) }, convolveDepth: { convolveDepthBlocks($0, $1, $2) },
    convolveWinograd: { convolveWinograd($0, $1, $2) },
    pool: { poolBlocks($0, $1, $2) }, transform: { transformRows($0, $1, $2) },
    sumUnits: { sumUnits($0, $1, $2) }, pack: { packImage($0, $1, $2) },
    unpack: { unpackImage($0, $1, $2) }, packWeights: { packBlockWeights($0) })
}
