using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Onbehalf.Tests.OrderedFramework", "Onbehalf.Tests")]

namespace Onbehalf.Tests;

/// <summary>Starts collections in the order of <see cref="LongestFirst"/>. xunit starts them through the thread pool, which keeps no order.</summary>
public sealed class OrderedFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName name, ISourceInformationProvider sources, IMessageSink diagnostics) : XunitTestFrameworkExecutor(name, sources, diagnostics)
    {
        protected override async void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            using var runner = new Runner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
        }
    }

    private sealed class Runner(
        ITestAssembly assembly, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageSink execution, ITestFrameworkExecutionOptions options)
        : XunitTestAssemblyRunner(assembly, cases, diagnostics, execution, options)
    {
        protected override async Task<RunSummary> RunTestCollectionsAsync(IMessageBus messageBus, CancellationTokenSource cancellationTokenSource)
        {
            var collections = OrderTestCollections().ToLookup(static one => IsAlone(one.Item1));
            var together = collections[false].ToLookup(static one => LongestFirst.MostlyWaits(one.Item1));
            var all = new RunSummary();
            // What waits needs no core of its own.
            await Task.WhenAll(
                RunAsync(together[true], 1),
                RunAsync(together[false], ExecutionOptions.GetValue<int?>("xunit.execution.MaxParallelThreads") is > 0 and var threads ? threads : Environment.ProcessorCount));
            await RunAsync(collections[true], 1);
            return all;

            Task RunAsync(IEnumerable<Tuple<ITestCollection, List<IXunitTestCase>>> some, int together) => Parallel.ForEachAsync(
                some,
                new ParallelOptions { MaxDegreeOfParallelism = together, CancellationToken = cancellationTokenSource.Token },
                async (one, _) =>
                {
                    var summary = await RunTestCollectionAsync(messageBus, one.Item1, one.Item2, cancellationTokenSource);
                    lock (all)
                        all.Aggregate(summary);
                });
        }

        private static bool IsAlone(ITestCollection collection) =>
            collection.CollectionDefinition?.GetCustomAttributes(typeof(CollectionDefinitionAttribute)).SingleOrDefault()
                ?.GetNamedArgument<bool>(nameof(CollectionDefinitionAttribute.DisableParallelization)) is true;
    }
}
