using System.Collections.Immutable;
using Onbehalf.Acts;
using Onbehalf.Evidence;

namespace Onbehalf.Tests.Automations;

public sealed class RuleCompareTests
{
    public static TheoryData<string, string, object?[], bool[]> Looks => new()
    {
        { "it wakes when it comes true, not while it is", "above", [5L, 11L, 12L, 9L, 11L], [false, true, false, false, true] },
        { "before the first look nothing was true", "above", [11L, 11L], [true, false] },
        { "the threshold itself is not above it", "above", [10L, 10.01m], [false, true] },
        { "below", "below", [11L, 10L, 9L, 8L], [false, false, true, false] },
        { "nothing is neither above nor below", "below", [null, 9L, null, 9L], [false, true, false, true] },
        { "a number that travels as a text is one", "above", ["9.9999999999999999", "11", "1e400", "-Infinity", "10.00000000000000001"], [false, true, false, false, true] },
        { "what is no number is neither", "above", ["NaN", 11.5], [false, true] },
        { "changes begin with the second look", "changes", [1L, 1L, 2L, 2L, 1L], [false, false, true, false, true] },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public void A_rule_wakes_when_its_condition_comes_true(string name, string kind, object?[] values, bool[] expected)
    {
        RuleState? state = null;
        var woke = new List<bool>();
        foreach (var value in values)
        {
            var look = RuleLooks.Compare(new(kind, kind == "changes" ? null : 10), Table(value), "content", state, kind == "changes" ? $"{value}" : null);
            state = look is RuleLook.CameTrue came ? came.State : ((RuleLook.Quiet)look).State;
            woke.Add(look is RuleLook.CameTrue);
        }

        Assert.True(expected.SequenceEqual(woke), $"{name}: {string.Join(' ', woke)}");
    }

    [Fact]
    public void A_text_is_no_number() =>
        Assert.IsType<RuleLook.Quiet>(RuleLooks.Compare(new("above", 10), Table("11") with { Columns = [new("n", "text")] }, "content", null, null));

    [Fact]
    public void An_empty_result_holds_nothing() => Assert.IsType<RuleLook.Quiet>(RuleLooks.Compare(new("below", 10), Table("x") with { Rows = [] }, "content", null, null));

    private static ResultTable Table(object? value) => new("company", "select 1", [new("n", "number")], [ImmutableArray.Create(value)], false);
}
