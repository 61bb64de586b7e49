using Onbehalf.Artifacts;

namespace Onbehalf.Tests.Artifacts;

/// <summary>A chart definition is accepted only if both our renderer and Vega-Lite support it.</summary>
public sealed class ChartTests
{
    private static readonly string[] Charts =
    [
        """{"mark":"bar"}""",
        """{"mark":"bar","encoding":{}}""",
        """{"mark":"bar","encoding":{"x":{"field":"region","type":"nominal","sort":"-y"},"y":{"field":"amount","type":"quantitative","aggregate":"sum","title":"Sum"}}}""",
        """{"mark":"bar","title":"Stacked","encoding":{"x":{"field":"region","type":"nominal"},"y":{"aggregate":"count","stack":"normalize"},"color":{"field":"stage","type":"nominal"}}}""",
        """{"mark":"bar","encoding":{"x":{"field":"region","type":"nominal"},"xOffset":{"field":"stage","type":"nominal"},"y":{"aggregate":"count"},"color":{"field":"stage","type":"nominal"}}}""",
        """{"mark":"bar","encoding":{"x":{"field":"region","type":"nominal"},"y":{"field":"amount","type":"quantitative","aggregate":"mean","stack":null},"color":{"field":"stage","type":"nominal"}}}""",
        """{"mark":{"type":"line","point":true},"encoding":{"x":{"field":"created_on","type":"temporal","timeUnit":"yearmonth"},"y":{"field":"amount","type":"quantitative","aggregate":"median"}}}""",
        """{"mark":"area","encoding":{"x":{"field":"created_on","type":"temporal"},"y":{"field":"amount","type":"quantitative","stack":"zero"},"color":{"field":"stage","type":"ordinal"}}}""",
        """{"mark":"point","encoding":{"x":{"field":"a","type":"quantitative"},"y":{"field":"b","type":"quantitative","sort":"descending"},"color":{"field":"c","type":"temporal"},"tooltip":[{"field":"a","type":"nominal"},{"aggregate":"count"}]}}""",
        """{"mark":{"type":"arc","innerRadius":40},"encoding":{"theta":{"field":"amount","type":"quantitative","aggregate":"sum"},"color":{"field":"region","type":"nominal"}}}""",
    ];

    public static TheoryData<string> Accepted { get; } = new(Charts);

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_chart_of_the_subset_is_accepted(string chart) => Assert.Null(ChartSpec.Check(Ops.Json(chart)));

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""{"mark":"geoshape"}""")]
    [InlineData("""{"mark":{"type":"bar","href":"https://x"}}""")]
    [InlineData("""{"mark":{"type":"bar","point":true}}""")]
    [InlineData("""{"mark":{"type":"arc","innerRadius":1e9}}""")]
    [InlineData("""{"mark":"bar","data":{"url":"https://x"}}""")]
    [InlineData("""{"mark":"bar","transform":[]}""")]
    [InlineData("""{"mark":"bar","params":[]}""")]
    [InlineData("""{"mark":"bar","title":{"text":"x"}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":{"repeat":"row"},"type":"nominal"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a","type":"nominal","axis":{"labelExpr":"1"}}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a","type":"nominal","aggregate":"sum"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a","aggregate":"count"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a","type":"quantitative","timeUnit":"year"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a","type":"nominal","sort":"y"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a","type":"quantitative","sort":"y"},"y":{"field":"b","type":"nominal"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"color":{"field":"a","type":"nominal"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"shape":{"field":"a","type":"nominal"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"href":{"field":"a","type":"nominal"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a","type":"nominal"},"y":{"field":"b","type":"quantitative","aggregate":"mean"},"color":{"field":"c","type":"nominal"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a","type":"nominal"},"y":{"field":"b","type":"quantitative","stack":"zero"}}}""")]
    [InlineData("""{"mark":"line","encoding":{"x":{"field":"a","type":"temporal"},"y":{"aggregate":"count","stack":"zero"},"color":{"field":"c","type":"nominal"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"x":{"field":"a","type":"temporal"},"xOffset":{"field":"c","type":"nominal"},"y":{"aggregate":"count"},"color":{"field":"c","type":"nominal"}}}""")]
    [InlineData("""{"mark":"arc","encoding":{"theta":{"aggregate":"count"}}}""")]
    [InlineData("""{"mark":"arc","encoding":{"theta":{"aggregate":"count"},"color":{"field":"c","type":"nominal"},"x":{"field":"a","type":"nominal"}}}""")]
    [InlineData("""{"mark":"bar","encoding":{"theta":{"aggregate":"count"},"x":{"field":"a","type":"nominal"}}}""")]
    public void What_is_outside_the_subset_is_refused(string chart) => Assert.Equal("chart", ChartSpec.Check(Ops.Json(chart))?.Code);

    [Fact]
    public async Task Every_accepted_chart_compiles_in_vega_lite_without_a_warning()
    {
        // A chart without channels is completed by the app.
        var specs = Charts.Select(static chart => Ops.Json(chart)).Where(static chart => chart.TryGetProperty("encoding", out var encoding) && encoding.GetPropertyCount() > 0).ToArray();

        var warnings = await VegaPeer.WarningsAsync(specs);

        Assert.Empty(warnings);
        Assert.NotEmpty(await VegaPeer.WarningsAsync([Ops.Json("""{"mark":"bar","encoding":{"x":{"field":"a","type":"nominal"},"y":{"field":"b","type":"quantitative","aggregate":"mean"},"color":{"field":"c","type":"nominal"}}}""")]));
    }
}
