namespace Onbehalf.Tests.Host;

/// <summary>The classes that share one published package.</summary>
[CollectionDefinition(Name)]
public sealed class PublishedCollection : ICollectionFixture<PublishedApp>
{
    public const string Name = "published";
}
