using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Onbehalf.Audit;
using Onbehalf.Functions.Audit;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Audit;

public sealed partial class AuditShapeTests
{
    private static readonly AuditChain Chain = new(AuditMonth.Of(DateTimeOffset.UnixEpoch), SubjectId.Of("i", null, "s"));

    [Fact]
    public void The_readme_lists_every_action_of_the_code_and_no_other()
    {
        var readme = File.ReadAllText(Path.Combine(Clone.Root, "shared", "Audit", "README.md"));

        var listed = ActionRow().Matches(readme).Select(static match => match.Groups[1].Value);

        Assert.Equal(AuditAction.All.Select(static action => action.Value), listed);
    }

    [Fact]
    public void Every_action_named_in_the_code_is_listed() =>
        Assert.Equal(
            AuditAction.All.Order(Comparer<AuditAction>.Create(static (a, b) => string.CompareOrdinal(a.Value, b.Value))),
            typeof(AuditAction).GetProperties().Where(static p => p.PropertyType == typeof(AuditAction)).Select(static p => (AuditAction)p.GetValue(null)!)
                .Order(Comparer<AuditAction>.Create(static (a, b) => string.CompareOrdinal(a.Value, b.Value))));

    [Fact]
    public void Every_action_is_emitted_somewhere()
    {
        var code = new[] { "shared", "functions", "orchestrations" }
            .SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Clone.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(static file => Path.GetFileName(file) != "AuditAction.cs")
            .Select(File.ReadAllText)
            .ToArray();

        foreach (var action in typeof(AuditAction).GetProperties().Where(static p => p.PropertyType == typeof(AuditAction)))
            Assert.Contains(code, text => text.Contains($"AuditAction.{action.Name}", StringComparison.Ordinal));
    }

    [Fact]
    public void Sequence_keys_come_back_and_the_newest_is_first() => Prop.ForAll(Numbers, Numbers, static (a, b) =>
        AuditKeys.TryReadSequence(AuditKeys.Sequence(a), out var back) && back == a
        && Math.Sign(string.CompareOrdinal(AuditKeys.Sequence(a), AuditKeys.Sequence(b))) == Math.Sign(b.CompareTo(a))).QuickCheckThrowOnFailure();

    [Fact]
    public void Ids_come_back() => Prop.ForAll(Numbers, static seq =>
        AuditId.TryParse(new AuditId(Chain, seq).Value, out var back) && back == new AuditId(Chain, seq)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("197001")]
    [InlineData("197013-aaaaaaaaaaaaaaaaaaaaaaaaaa-1")]
    [InlineData("197001-aaaaaaaaaaaaaaaaaaaaaaaaaa-0")]
    [InlineData("197001-aaaaaaaaaaaaaaaaaaaaaaaaaa-01")]
    [InlineData("197001-aaaaaaaaaaaaaaaaaaaaaaaaa1-1")]
    public void What_is_not_an_id_is_not_read(string? text) => Assert.False(AuditId.TryParse(text, out _));

    [Fact]
    public void Two_different_records_have_two_canonical_forms_and_each_is_json() => Prop.ForAll(
        ArbMap.Default.ArbFor<(string? Reason, string? Shape, string? Tool)>(), ArbMap.Default.ArbFor<(string? Reason, string? Shape, string? Tool)>(), static (a, b) =>
        {
            var (one, other) = (Row(a), Row(b));
            var read = JsonElement.Parse(AuditHash.Canonical(one));
            return (AuditHash.Of(one) == AuditHash.Of(other)) == (a == b)
                && (one.Shape is null ? !read.TryGetProperty("shape", out _) : Whole(one.Shape) != one.Shape || read.GetProperty("shape").GetString() == one.Shape);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_written_before_runs_had_parts_has_the_same_canonical_form_and_what_a_part_did_has_its_chain_in_it()
    {
        var row = Row(("x", null, "t"));
        var before = AuditHash.Canonical(row);

        row.PartOf = "[\"r1\"]";

        Assert.DoesNotContain("partOf", before, StringComparison.Ordinal);
        Assert.Equal(before.Replace("\"phase\"", "\"partOf\":\"[\\\"r1\\\"]\",\"phase\"", StringComparison.Ordinal), AuditHash.Canonical(row));
    }

    [Fact]
    public void What_was_written_before_rows_had_context_sources_has_the_same_canonical_form()
    {
        var row = Row(("x", null, "t"));
        row.Consent = "c";
        var before = AuditHash.Canonical(row);

        row.ContextSources = "[\"wiki\"]";

        Assert.DoesNotContain("contextSources", before, StringComparison.Ordinal);
        Assert.Equal(before.Replace("\"decision\"", "\"contextSources\":\"[\\\"wiki\\\"]\",\"decision\"", StringComparison.Ordinal), AuditHash.Canonical(row));
    }

    [Fact]
    public void Visible_text_has_nothing_hidden_and_plain_text_stays() => Prop.ForAll(ArbMap.Default.ArbFor<string?>(), static text =>
        text is null || (AuditText.Visible(text)!.All(static c => !char.IsControl(c)) && (!text.All(static c => c is >= ' ' and <= '~') || AuditText.Visible(text) == text))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData(" =1", "\"' =1\"")]
    [InlineData("a\"b,c", "\"a\"\"b,c\"")]
    [InlineData("plain", "\"plain\"")]
    [InlineData(null, "\"\"")]
    public void A_cell_of_an_export_is_never_a_formula(string? text, string cell) => Assert.Equal(cell, AuditCsv.Cell(text));

    [Theory]
    [InlineData("company", true)]
    [InlineData("COMPANY.Employees", true)]
    [InlineData("employees", true)]
    [InlineData("Salary", true)]
    [InlineData("employees.salary", true)]
    [InlineData("company.employees.salary", true)]
    [InlineData("alary", false)]
    [InlineData("salary.", false)]
    [InlineData("deals", false)]
    public void A_resource_is_found_by_source_relation_column_and_both(string term, bool found) =>
        Assert.Equal(found, new AuditResource("company", ["company.employees"], ["company.employees.salary"]).Matches(term));

    private static Arbitrary<long> Numbers => Gen.Choose(1, int.MaxValue).Select(static n => (long)n).ToArbitrary();

    private static AuditRow Row((string? Reason, string? Shape, string? Tool) text) => new() { Reason = text.Reason, Shape = text.Shape, Tool = text.Tool };

    // Lone surrogates never reach a row: they are replaced when it is made.
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"^\| `([a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex ActionRow();
}
