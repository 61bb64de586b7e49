using Onbehalf.Functions.Edge;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Edge;

public sealed class LargeBodiesTests
{
    [Fact]
    public void Large_bodies_have_few_places_one_person_has_not_all_of_them_and_each_comes_back_once()
    {
        var bodies = new LargeBodies();
        var (alice, bob, carol) = (Person("alice"), Person("bob"), Person("carol"));
        var held = Enumerable.Range(0, LargeBodies.MostOfPerson).Select(_ => bodies.TryEnter(alice)).ToArray();

        Assert.DoesNotContain(null, held);
        Assert.Null(bodies.TryEnter(alice));
        Assert.DoesNotContain(null, Enumerable.Range(0, LargeBodies.MostOfPerson).Select(_ => bodies.TryEnter(bob)));
        Assert.Equal(LargeBodies.Most - (2 * LargeBodies.MostOfPerson), Enumerable.Range(0, 5).Count(_ => bodies.TryEnter(carol) is not null));
        held[0]!.Dispose();
        held[0]!.Dispose();
        Assert.NotNull(bodies.TryEnter(alice));
        Assert.Null(bodies.TryEnter(carol));
    }

    private static SubjectId Person(string name) => SubjectId.Of("https://idp.test", null, name);
}
