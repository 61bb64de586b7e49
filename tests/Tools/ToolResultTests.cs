using Onbehalf.Tools;

namespace Onbehalf.Tests.Tools;

public sealed class ToolResultTests
{
    [Theory]
    [InlineData("NOT_FOUND", "NOT_FOUND: no such table: deal. Nearest: deals.", "No such table: deal. Nearest: deals.")]
    [InlineData("SHAPE", "SHAPE: only one query (SELECT, WITH, VALUES) can be run.", "Only one query (SELECT, WITH, VALUES) can be run.")]
    [InlineData(null, "NOT_FOUND: a text of its own", "NOT_FOUND: a text of its own")]
    [InlineData("BUSY", "BUSY: ", "")]
    public void A_person_reads_a_sentence_and_the_model_the_code(string? code, string text, string shown)
    {
        var result = new ToolResult(ToolStatus.Refused, text, [], RefusalCode: code);

        Assert.Equal((text, shown), (result.ForModel, result.ForPerson));
    }
}
