namespace Onbehalf.Benchmarks;

/// <summary>Percentiles of one series, in milliseconds.</summary>
internal sealed class Figures(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public double P50 => At(0.50);

    public double P95 => At(0.95);

    public override string ToString() => $"p50 {P50,8:F2} ms   p95 {P95,8:F2} ms   n {_sorted.Length}";

    private double At(double share) => _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * share))];
}
