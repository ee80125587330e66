import KernelInterface

/// The kernels as this level of the processor has them.
///
/// Everything in this folder is compiled for several levels into one program, so nothing here may
/// leave code behind that the linker could use for the rest of it: only pointers, SIMD, tuples and
/// `InlineArray` of them; no generic function that is not always inlined, no `Array`, no closure
/// with a context. `.ci/check-kernels` looks for such code.
@inline(never)
package func kernelTable() -> KernelTable {
  KernelTable(
    lanes: vectorWidth, peak: PeakKernel(operations: peakOperations, run: peak),
    interleaved: interleavedKernels(), singleSample: singleSampleKernels(),
    channelBlocked: blockedKernels())
}
