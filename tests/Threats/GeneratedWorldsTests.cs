using FsCheck;
using FsCheck.Fluent;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Threats.Worlds;

namespace Onbehalf.Tests.Threats;

/// <summary>
/// T04, T22, T37, T38 and T42 at once: whatever five people say in one thread, nothing that reaches Bob or the model for
/// Bob differs between two companies that differ in rows, columns and pages he may not read. ONBEHALF_WORLD_SCRIPTS is the number of scripts.
/// </summary>
public sealed class GeneratedWorldsTests(GeneratedWorldsTests.Pair worlds) : IClassFixture<GeneratedWorldsTests.Pair>
{
    private static readonly int Scripts = TestSize.Of("ONBEHALF_WORLD_SCRIPTS", small: 3, full: 100);

    [Fact]
    public async Task Every_kind_of_question_by_every_kind_of_person_leaves_Bob_with_the_same_bytes_in_both_worlds()
    {
        var script = Enumerable.Range(0, WorldStep.Asks.Length).SelectMany(static ask => new[] { new WorldStep(WorldStep.Speakers[ask % 4], ask), new WorldStep("bob", ask) }).ToArray();

        var (mine, theirs) = (await new BobsView(worlds.Mine).PlayAsync(script), await new BobsView(worlds.Theirs).PlayAsync(script));

        AssertSame(mine, theirs);
        Assert.Contains("\"visibility\":\"locked\"", mine, StringComparison.Ordinal);
        Assert.Contains("\"visibility\":\"open\"", mine, StringComparison.Ordinal);
        Assert.Contains("MODEL ", mine, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-world|", theirs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_a_model_failed_over_what_Bob_may_not_see_is_told_by_no_later_answer()
    {
        WorldStep[] script = [new("bob", 9), new("erin", 14), new("erin", 7), new("carol", 7), new("carol", 11), new("bob", 12), new("carol", 12), new("erin", 14), new("bob", 15)];

        AssertSame(await new BobsView(worlds.Mine).PlayAsync(script), await new BobsView(worlds.Theirs).PlayAsync(script));
    }

    [Fact]
    public async Task An_answer_that_its_next_reader_may_not_see_is_told_to_Bob_by_none_of_her_answers()
    {
        WorldStep[] script = [new("erin", 5), new("carol", 12), new("carol", 14), new("erin", 4), new("erin", 1), new("bob", 15)];

        AssertSame(await new BobsView(worlds.Mine).PlayAsync(script), await new BobsView(worlds.Theirs).PlayAsync(script));
    }

    [Fact]
    public void What_is_erased_is_ids_and_moments_and_no_number_that_says_something()
    {
        Assert.Equal(new Erased().Of("maaaaaaaaaaaaaaaaaaaa-m1 at 2026-11-23T08:00:00.1234567+00:00"), new Erased().Of("mbbbbbbbbbbbbbbbbbbbb-m1 at 2026-11-24T09:00:00Z"));
        Assert.NotEqual(new Erased().Of("maaaaaaaaaaaaaaaaaaaa mbbbbbbbbbbbbbbbbbbbb"), new Erased().Of("maaaaaaaaaaaaaaaaaaaa maaaaaaaaaaaaaaaaaaaa"));
        Assert.NotEqual(new Erased().Of("n\n1762"), new Erased().Of("n\n1763"));
    }

    [Fact]
    public void Generated_scripts_leave_Bob_with_the_same_bytes_in_both_worlds() => Prop.ForAll(
        Gen.Choose(0, WorldStep.Speakers.Length - 1).SelectMany(static speaker => Gen.Choose(0, WorldStep.Asks.Length - 1).Select(ask => new WorldStep(WorldStep.Speakers[speaker], ask)))
            .ListOf().Where(static steps => steps.Count is > 2 and < 9).ToArbitrary(),
        steps =>
        {
            WorldStep[] script = [.. steps, new("bob", WorldStep.Asks.Length - 1)];
            AssertSame(new BobsView(worlds.Mine).PlayAsync(script).GetAwaiter().GetResult(), new BobsView(worlds.Theirs).PlayAsync(script).GetAwaiter().GetResult());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Scripts).WithStartSize(6).WithEndSize(9));

    private static void AssertSame(string mine, string theirs)
    {
        var lines = mine.Split('\n').Zip(theirs.Split('\n')).FirstOrDefault(static pair => pair.First != pair.Second);
        Assert.Equal(lines.First, lines.Second);
        Assert.Equal(mine.Length, theirs.Length);
    }

    public sealed class Pair : IAsyncLifetime
    {
        internal World Mine { get; private set; } = null!;

        internal World Theirs { get; private set; } = null!;

        public async Task InitializeAsync() => (Mine, Theirs) = (await World.StartAsync(other: false), await World.StartAsync(other: true));

        public async Task DisposeAsync()
        {
            await Mine.DisposeAsync();
            await Theirs.DisposeAsync();
        }
    }
}
