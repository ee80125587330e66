import KernelInterface

/// The kernels of this level for the channel-blocked layout.
@inline(__always)
func blockedKernels() -> BlockedKernels {
  BlockedKernels(
    convolve: { convolveBlocked($0, $1, $2) },
    convolveDepthwise: { convolveDepthwise($0, $1, $2) },
    convolveWinograd: { convolveWinograd($0, $1, $2) },
    transformWinograd: { transformWinograd($0, $1, $2) }, pool: { poolBlocked($0, $1, $2) },
    transform: { transformRows($0, $1, $2) }, linear: { linear($0, $1, $2) },
    pack: { packImage($0, $1, $2) }, unpack: { unpackImage($0, $1, $2) },
    packWeights: { packWeightsBlocked($0) })
}
