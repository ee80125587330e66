/// Networks that hold recurrent and quantized layers, those that read cells at computed places, and
/// those whose shapes depend on numbers.
let specialNetworks: [String: String] = [
  "recurrent": """
  input 1x6x5
  reshape 0,6,5
  lstm 4
  gru 3
  rnn 3 bidirectional
  flatten
  linear 10
  """,
  "signals": """
  input 1x6x6
  a: conv 3 3x3
  trig sin
  shrink limit 0.05 bias 0.1
  cast bfloat16
  cumulate sum axis 2
  b: triangle lower
  einsum bcij,bcjk->bcik from a, b
  reshape 0,3,8,2
  fourier 8
  c: topk 3 axis 2
  is nan from fourier1
  select from is1, fourier1, fourier1
  d: flatten
  e: flatten from c
  concat axis 1 from d, e
  linear 10
  """,
  "quantized": """
  input 1x6x6
  conv 3 3x3
  q: quantize uint8 scale 0.02 zero 128
  c: constant 4x3x2x2
  k: quantize int8 scale 0.05 from c
  i: integer-conv 2x2 zero 128 from q, k
  r: requantize uint8 factor 0.01 zero 10 from i
  integer-matmul zero 10 weight-zero 10 from r, r
  bits xor from r, r
  divide-whole quotient from r, r
  quantized sum uint8 scales 0.5,0.25,0.3 zeros 10,10,3 from r, r
  dequantize uint8 scale 0.5 zero 10 from quantized1
  d: dynamic-quantize from dequantize1
  add from dequantize1, integer-matmul1, bits1, divide-whole1, d
  flatten
  linear 10
  """,
  "places by numbers": """
  input 1x6x6
  a: conv 3 3x3
  b: argmax axis 3 from a
  g: gather-elements axis 3 from a, b
  s: scatter-elements axis 3 with add from a, b, g
  argmax axis 1 from a
  n: reshape 0,16,1
  h: gather-nd batch 1 from a, n
  z: argmin axis 0 from a
  reduce maximum axes 0,1,2,3 drop from z
  require 0 shape scalar
  one: reshape 1,1 from reduce1
  t: scatter-nd with add from a, one, s
  reduce maximum axes 1,2,3 drop from b
  v: reverse-sequence batch 0 time 2 from a, reduce2
  u: unique count 48 from a
  w: nonzero count 48 from a
  reduce sum axes 1,2,3 drop from a
  is nan
  logic not
  compress count 1 axis 0 from a, logic1
  x: reshape 1,12,4 from a
  gather axis 2 indices 0,1,2 from a
  y: reshape 1,3,12
  nms count 3 limit 1 overlap 0.5 from x, y
  add from t, v, compress1
  flatten
  concat axis 1 from flatten1, flatten1
  linear 10
  """,
  "sampling": """
  input 1x6x6
  a: conv 3 3x3
  reshape 0,4,6,2
  tanh
  g: grid-sample from a, tanh1
  r: reshape 12,4 from a
  argmin axis 0 from a
  reduce maximum axes 3 drop
  o: reshape 12
  p: roi-align 2 from a, r, o
  column: reshape 12,1 from o
  q: concat axis 1 from column, r
  l: roi-pool 2 from a, q
  m: maxpool 2 indices rows from a
  u: unpool 2 from m, m:1
  blocks: reshape 0,12,4 from a
  f: fold 4,4 2 stride 2
  add from u, f
  flatten
  e: flatten from g
  reduce mean axes 0 from p
  h: flatten
  reduce mean axes 0 from l
  k: flatten
  concat axis 1 from flatten1, e, h, k
  linear 10
  """,
]
