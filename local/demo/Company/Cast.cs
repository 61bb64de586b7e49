using System.Collections.Immutable;

namespace Onbehalf.Demo.Company;

/// <summary>The seven people of the demo and the groups they start with.</summary>
public static class Cast
{
    public static ImmutableArray<DemoPerson> People { get; } =
    [
        new("alice", "Alice", ["hr", "employees"]),
        new("bob", "Bob", ["sales-emea", "sales", "employees"]),
        new("mallory", "Mallory", ["sales-emea", "sales", "employees"]),
        new("carol", "Carol", ["cfo", "finance", "employees"]),
        new("dan", "Dan", ["support", "contractors"]),
        new("erin", "Erin", ["sales-amer", "sales", "employees"]),
        new("frank", "Frank", ["auditors", "employees"]),
    ];

    public static DemoPerson? Find(string name) => People.FirstOrDefault(person => person.Name == name);
}
