using Personalization.Evaluation.Running;

return EvaluationArguments.TryParse(args, Environment.GetEnvironmentVariable, out var arguments, out var problem)
    ? EvaluationRun.Run(arguments, Console.Out)
    : Refuse(problem);

static int Refuse(string problem)
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(EvaluationArguments.Usage);
    return 2;
}
