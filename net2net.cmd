@echo off
rem Runs net2net on Windows, building it first if it is missing. After changing sources: mvnw.cmd -Pjar -DskipTests package
setlocal
set "BASE=%~dp0"
set "JAR=%BASE%net2net-examples\target\net2net.jar"
if not exist "%JAR%" (
  echo net2net: building; the first time this takes minutes, as the libraries are downloaded 1>&2
  pushd "%BASE%"
  call mvnw.cmd -q -B -ntp -Pjar -pl net2net-examples -am -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dspotless.check.skip=true -Denforcer.skip=true package 1>&2
  popd
)
if not exist "%JAR%" exit /b 1
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" %NET2NET_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
