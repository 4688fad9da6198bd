using Personalization.Evaluation.Running;

if (!EvaluationArguments.TryParse(args, Environment.GetEnvironmentVariable, out var arguments, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(EvaluationArguments.Usage);
    return 2;
}

return await EvaluationRun.RunAsync(arguments, Console.Out, CancellationToken.None);
